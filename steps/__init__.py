"""The arrows of the pipeline: each step asks the database what is left, decides purely, commits.

fetch -> read -> embed -> decide -> deliver; replay and digest run the same code on other input. A step may be killed
at any instruction; run again, it carries on. Most passes find nothing new, and a step that finds nothing loads nothing:
one file asks what is left, another does it.

- A run of steps: `monitor`, `upkeep`. What every one stands on: `context`, `shift`, `stillness`, `together`, `known`;
  what it counts, and in words: `counts`, `counted`, `wording`.
- From feeds to vectors: `fetch` (the settings' feeds: `follow`); `read` asks, `read_pages` does it, by `page_verdict`
  and `leaner`; `embed` asks, `embed_batches` does it, with `model_apart`.
- Stories: `decide` asks, `decide_ready` does it, `decide_article` decides one, with `memory` and `naming`;
  `second_thoughts`.
- People: `match` by `material`, shown by `showing` and `links`; `release`, `deliver`, `bursts`, `digest`; of newsdelta
  itself: `notices`, `watchdog`, `audit`.
- Looking back: `why` by `reasons`, `preview` by `prefilter`. An archive: `replay`, `archive`, `survey`.
- What a person asks for: `again`, `renaming`.
"""
