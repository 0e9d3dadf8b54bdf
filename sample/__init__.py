"""The bundled newsroom, in our own words, that the demo and many tests run on."""
