"""The news and what it means: the nouns, embeddings, copies, stories, developments. No I/O."""
