"""From a development to a person: watches, policy, rendering, channels."""
