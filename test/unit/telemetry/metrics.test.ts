import { expect, test } from "vitest";
import { type Levels, Metrics } from "../../../src/telemetry/index.ts";

const levelLine = /^fairway_(store_|stale_|subscription_|cluster_|answers_)/;

test("what is counted can be read", async () => {
  const metrics = new Metrics();
  metrics.answered("http", "query", "ok", 0.004);
  metrics.subscribed("websocket");
  metrics.subscribed("websocket");
  metrics.unsubscribed("websocket");
  metrics.frameSent("websocket", 100);
  metrics.frameSent("websocket", 50);
  metrics.request("alpha", "GET", 200, 12);
  metrics.request("alpha", "GET", 0, 5_000);
  metrics.listed("alpha", "pods", { mode: "watch-list", again: false, objects: 10, bytes: 1_000, milliseconds: 40 });
  metrics.listed("alpha", "pods", { mode: "paged", again: true, objects: 10, bytes: 1_000, milliseconds: 40 });
  metrics.watchStarted("alpha", "pods", false);
  metrics.watchStarted("alpha", "pods", true);
  metrics.event("alpha", "pods", "MODIFIED", 100);
  const lines = (await metrics.expose()).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      'fairway_requests_total{transport="http",operation="query",outcome="ok"} 1',
      'fairway_request_duration_seconds_bucket{le="0.005",transport="http"} 1',
      'fairway_subscriptions{transport="websocket"} 1',
      'fairway_frames_sent_total{transport="websocket"} 2',
      'fairway_sent_bytes_total{transport="websocket"} 150',
      'fairway_upstream_requests_total{cluster="alpha",method="GET",status="200"} 1',
      'fairway_upstream_requests_total{cluster="alpha",method="GET",status="none"} 1',
      'fairway_lists_total{cluster="alpha",resource="pods",mode="watch-list"} 1',
      'fairway_relists_total{cluster="alpha",resource="pods"} 1',
      'fairway_watches_started_total{cluster="alpha",resource="pods"} 2',
      'fairway_watch_restarts_total{cluster="alpha",resource="pods"} 1',
      'fairway_watch_events_total{cluster="alpha",resource="pods",type="MODIFIED"} 1',
    ]),
  );
});

test("levels are asked for at each scrape, added up, and gone with what they were of", async () => {
  let now = 1_000;
  const metrics = new Metrics(() => now);
  metrics.listed("alpha", "pods", { mode: "paged", again: false, objects: 3, bytes: 300, milliseconds: 40 });
  metrics.event("alpha", "pods", "ADDED", 500);
  metrics.event("alpha", "pods", "BOOKMARK", 9_999);
  now += 2_500;
  const level = { cluster: "alpha", logged: 3, stale: false, polled: false, subscribers: 2, behind: 0 };
  const pods = { ...level, resource: "pods", objects: 10 };
  const usages = { ...level, resource: "usages", objects: 2, logged: 1, polled: true, subscribers: 0 };
  const seen: Levels[] = [
    {
      clusters: [
        { cluster: "alpha", reachable: true, limit: 15, logs: 2, credentialExpiresAt: 1_500 },
        { cluster: "bravo", reachable: false, limit: 3, logs: 0, credentialExpiresAt: null },
      ],
      stores: [pods, { ...pods, objects: 5, stale: true, behind: 7 }, usages],
      subscriptions: { members: 7, groups: 2 },
      answers: { kept: 3, bytes: 4_000, given: 5 },
    },
    {
      clusters: [],
      stores: [],
      subscriptions: { members: 0, groups: 0 },
      answers: { kept: 0, bytes: 0, given: 5 },
    },
  ];
  const none: Levels = {
    clusters: [],
    stores: [],
    subscriptions: { members: 0, groups: 0 },
    answers: { kept: 0, bytes: 0, given: 5 },
  };
  metrics.readLevels(() => seen.shift() ?? none);
  const levelsOf = async () => (await metrics.expose()).split("\n").filter((line) => levelLine.test(line));
  expect(await levelsOf()).toEqual([
    'fairway_store_objects{cluster="alpha",resource="pods"} 15',
    'fairway_store_objects{cluster="alpha",resource="usages"} 2',
    'fairway_store_received_bytes{cluster="alpha",resource="pods"} 3000',
    'fairway_store_last_event_age_seconds{cluster="alpha",resource="pods"} 2.5',
    'fairway_store_polled{cluster="alpha",resource="usages"} 1',
    'fairway_store_subscribers{cluster="alpha",resource="pods"} 4',
    'fairway_store_subscribers{cluster="alpha",resource="usages"} 0',
    'fairway_store_queue_changes{cluster="alpha",resource="pods"} 7',
    'fairway_store_queue_changes{cluster="alpha",resource="usages"} 0',
    'fairway_cluster_reachable{cluster="alpha"} 1',
    'fairway_cluster_reachable{cluster="bravo"} 0',
    'fairway_cluster_request_limit{cluster="alpha"} 15',
    'fairway_cluster_request_limit{cluster="bravo"} 3',
    'fairway_cluster_logs_open{cluster="alpha"} 2',
    'fairway_cluster_logs_open{cluster="bravo"} 0',
    'fairway_cluster_credential_expiry_timestamp_seconds{cluster="alpha"} 1.5',
    'fairway_store_log_changes{cluster="alpha"} 7',
    'fairway_stale_stores{cluster="alpha"} 1',
    "fairway_subscription_members 7",
    "fairway_subscription_groups 2",
    "fairway_answers_kept 3",
    "fairway_answers_bytes 4000",
    "fairway_answers_given 5",
  ]);
  expect(await levelsOf()).toEqual([
    "fairway_subscription_members 0",
    "fairway_subscription_groups 0",
    "fairway_answers_kept 0",
    "fairway_answers_bytes 0",
    "fairway_answers_given 5",
  ]);
});

test("two of them do not share their figures", async () => {
  const [one, other] = [new Metrics(), new Metrics()];
  one.socketOpened();
  expect(await other.expose()).toContain("fairway_sockets 0");
});
