"""When and where the steps run: the only Prefect code.

- The flows: `monitor`, `digest`, `upkeep`, `silence`, as prefect.yaml names them by `deployed`; what they work
  with: `contexts`, `last_good`, and on a Dask cluster `shards`. Told without the database: `away`.
- `newsdelta up` is `supervise` over `children`, none of which outlives it: `family`, `tether`. They are a Prefect
  server (`home`, `serving`, started `lightly`), the worker (`work`, `pool`, `orphans`), the pages, and `deadman`
  where passes stop coming (`lateness`). One that is up already: `whereabouts`.
- A server for one command: `throwaway`.
"""
