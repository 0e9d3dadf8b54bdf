"""The world around newsdelta, for benchmarks.

- On the network: `odd_server`; a day's news with a history behind it: `whole_world`; a newsroom that can be held, and
  `newsdelta up` as a process: `unattended`.
- A pass that is killed, and what it left: `killed`, `kill_state`.
- Databases of years: `web_made`, of the rows in `web_rows`.
"""
