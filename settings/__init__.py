"""What a person may set (newsdelta.yaml) and every named limit, with its unit and its reason."""
