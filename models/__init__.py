"""The news and what it means. No network, no database, no clock.

- The nouns and the errors: `nouns`, `errors`.
- A text taken apart: `parts`, `sentences`, `kinds`, `words`, `names`, `numbers`, `dates`, `credits`.
- The same text again: `copies`. Meaning as vectors: `embeddings`.
- Which story: `stories` decides by `story_features` and `story_score` with `story_weights`, `vocabulary` and
  `usual_words`. What is kept of each article is its `trace`, in `story_shelf`, `story_block` and `story_index`; sums
  over them are `story_sums`, compiled `story_kernels`. `second_thoughts` merges and splits; `story_names` says what
  one is called.
- What is new: `developments` compares with the `ledger` (a long one's `candidates`) by `novelty` over `passages`,
  `judgement` with `novelty_weights`, `headed`, `echoes`, `moves` and `roles`; `findings` are the sentences
  that are told; `importance` ranks; `witness` tells whose words they are; `events` is what there is to tell.
- What has changed: `alterations` holds sentences against the ledger by the rules of `changes`: `counts`,
  `quantities`, `circumstances`, `redated`, `statuses`, `modality`, `alike`. A page read again: `edits`, `retitled`.
  What is taken back: `corrections`.
"""
