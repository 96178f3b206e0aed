"""Collecting reports from the web: politely, resumably, and never from an address inside the own network.

    source list -> robots and turns -> fetch (guarded) -> list pages and sitemaps searched -> snapshots with sidecars

Modules: `sourcelist` (what to look for), `guard` and `connections` (where a connection may go), `fetching` (one
address), `robots` and `turns` (politeness), `links` (what a page leads to), `state` (what is known of each address),
`collection` (all of it over a list), `expected` (who ought to have published), `visiting` (one address after the
other), `run` (what all of a run share), `media` (types), `shells` (pages that a script fills), `words` (words looked
for). Nothing here knows of Prefect.
"""
