"""Which story, and what is new: `decide_ready` takes what is ready, `decide_article` decides one article with what
`memory` has at hand, `naming` gives a story its name, `second_thoughts` merges and splits
by night, `by_hand` as a person says."""
