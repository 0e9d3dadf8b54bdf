"""What the models ship, learned: `train_stories` and `train_developments` write their weights, by `logistic`;
`usual_words` counts words."""
