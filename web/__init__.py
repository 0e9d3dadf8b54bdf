"""The pages that people look at, and the JSON API beside them, made by `app` and served by `serve`.

- What a page reads lies in `reads`, its form in `shapes`, the page itself in `pages`; what a person does there: `acts`.
- What all pages are handed: `site`, `routes`, `view`, `build`, `cursor`, `pictures`. Who may come in: `guard`, `forms`.
- Said and found: `flash`, `query`, `marked`, `meaning`, `previews`. For machines: `metrics`.
"""
