"""Where the figures of docs/ come from: each benchmark beside what a person would pick instead, in the same run.

`python -m bench` runs them; `bench.__main__` says which. Beside them stand what they share:

- `train_stories`, `train_developments` and `usual_words` write what the models ship, by `logistic`;
- `story_data`, `stream` and `short_reports` read corpora, `kept` says where their vectors stay for the next run;
- `scoring` and `verdicts` score, `drawing` draws, `expectations` reads what feedparser's own tests expect;
- `odd_server` and `unattended` play the world outside;
- `killed` and `kill_state` are of `kills`, `web_made` and `web_rows` of `web`, `whole_world` is of `whole_way`.
"""
