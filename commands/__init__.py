"""The commands of `newsdelta`, one file a group."""
