"""Labelled news as newsdelta would have seen it: `story_data` for stories, `stream` and `short_reports` for
developments. What we wrote ourselves lies in made_up; `kept` says where vectors stay for the next run."""
