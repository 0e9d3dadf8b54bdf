"""Looking back: `why` says by `reasons` what was decided and told, `preview` what a watch would have told, of what
`prefilter` leaves."""
