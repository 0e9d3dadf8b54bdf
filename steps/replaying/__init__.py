"""An archive through the code that live articles go through: `replay`, on the lines of an `archive`, after a
`survey` of what they do not tell."""
