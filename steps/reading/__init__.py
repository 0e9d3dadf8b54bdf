"""The pages behind entries: `read_pages` asks, reads and stores; what came of it is for `page_verdict`, and what gave
little is read again in another version by `leaner`."""
