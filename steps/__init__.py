"""The arrows of the pipeline: each step asks the database what is left, decides purely, commits.

fetch -> read -> embed -> decide -> deliver; replay and digest run the same code on other input. A step may be killed
at any instruction; run again, it carries on. Most passes find nothing new, and a step that finds nothing loads nothing:
one file asks what is left, another does it.

- A run of steps: `monitor`, `upkeep`; the watch over both: `watchdog`. What every one stands on: `context`, `shift`,
  `stillness`, `together`, `known`; what it counts, and in words: `counts`, `counted`, `wording`.
- The arrows: `fetch` (the settings' feeds: `follow`; those left out: `unpolled`), `read`, `embed` (done by
  `embed_batches`, with `model_apart`), `decide`, `deliver`.
- What they do it with: `reading`, `deciding`, `telling`. Looking back: `looking`. An archive: `replaying`.
- What a person asks for: `again`, `renaming`.
"""
