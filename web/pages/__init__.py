"""The pages for people, one file a group, each beside the same things as JSON under /api."""
