"""
A query, then a subscription, with gql (https://gql.readthedocs.io).

    python3 -m venv venv && venv/bin/pip install -r examples/requirements.txt
    venv/bin/python examples/python.py [URL] [DELTAS] [SECONDS]

Ends after so many deltas (5) or seconds (30). URL may also stand in FAIRWAY_URL. Needs Python 3.11 or newer.
"""

import asyncio
import os
import sys

from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport
from gql.transport.websockets import WebsocketsTransport

arguments = dict(enumerate(sys.argv))
url = arguments.get(1) or os.environ.get("FAIRWAY_URL") or "http://127.0.0.1:4000/graphql"
deltas = int(arguments.get(2, 5))
seconds = float(arguments.get(3, 30))

LACKING = gql(
    """
    query ($first: Int!) {
      deployments(first: $first, orderBy: [{ field: UNAVAILABLE_REPLICAS, direction: DESC }, { field: NAME }]) {
        nodes { cluster namespace name replicas availableReplicas }
        clusterErrors { cluster code }
      }
    }
    """
)

EVENTS = gql(
    """
    subscription ($after: String) {
      deploymentEvents(after: $after) {
        phase
        clusters
        changes { type id object { cluster namespace name replicas } }
        cursor
      }
    }
    """
)


def fold(deployments: dict, delta: dict) -> None:
    """Keeps the state that the deltas describe."""
    if delta["phase"] == "RESET":
        for key in [key for key, value in deployments.items() if value["cluster"] in delta["clusters"]]:
            del deployments[key]
    for change in delta["changes"]:
        if change["type"] == "DELETED" or change["object"] is None:
            deployments.pop(change["id"], None)
        else:
            deployments[change["id"]] = change["object"]


def query() -> None:
    print("# The three deployments that lack the most pods, over all clusters")
    client = Client(transport=RequestsHTTPTransport(url=url))
    LACKING.variable_values = {"first": 3}
    page = client.execute(LACKING)["deployments"]
    for each in page["nodes"]:
        place = f"{each['cluster']}/{each['namespace']}/{each['name']}"
        print(f"{place}: {each['availableReplicas']} of {each['replicas']} pods available")
    for each in page["clusterErrors"]:
        print(f"{each['cluster']} did not answer: {each['code']}")


async def subscribe() -> None:
    print("# Deployments as they change", flush=True)
    deployments: dict = {}
    seen = 0
    # To go on after a broken connection, subscribe again with the newest delta's cursor as $after. A null cursor
    # (from a RESET on, until the next SYNCED) means: forget everything, and begin anew.
    EVENTS.variable_values = {"after": None}
    # A delta of many objects is larger than the MiB that `websockets` takes by default.
    transport = WebsocketsTransport(url="ws" + url.removeprefix("http"), connect_args={"max_size": None})
    try:
        async with asyncio.timeout(seconds), Client(transport=transport) as session:
            async for result in session.subscribe(EVENTS):
                delta = result["deploymentEvents"]
                fold(deployments, delta)
                print(f"{delta['phase']}: {len(delta['changes'])} changes, {len(deployments)} deployments", flush=True)
                for change in delta["changes"]:
                    each = change["object"]
                    if change["type"] != "ADDED" and each:
                        place = f"{each['cluster']}/{each['namespace']}/{each['name']}"
                        print(f"  {change['type']} {place}: {each['replicas']} pods wanted", flush=True)
                seen += 1
                if seen >= deltas:
                    break
    except TimeoutError:
        pass
    print(f"# {seen} deltas")


query()
asyncio.run(subscribe())
