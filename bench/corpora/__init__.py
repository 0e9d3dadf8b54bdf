"""Labelled news as newsdelta would have seen it: `story_data` for stories, `stream` and `short_reports` for
developments. What we wrote ourselves lies in made_up, and in unseen what nothing is learned from; `kept` says where
vectors stay for the next run."""
