"""From a feed's address to vectors: `feeds`, their `entries`, the `articles` read of them and their `passages`;
`fingerprints` for copies, `checks` for pages that are asked for again, `robots` for what sites ask of machines."""
