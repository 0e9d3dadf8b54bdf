"""From the web to an Article: the only code that talks to strangers."""
