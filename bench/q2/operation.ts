import { makeWorld } from "./world.ts";

/** What all servers of Q2 hold. */
export const world = () => makeWorld(100, 3);

const query = `query Deployments($first: Int!, $labels: String!) {
  deployments(first: $first, filter: { labels: $labels }, orderBy: [{ field: NAME, direction: ASC }]) {
    totalCount
    nodes {
      name
      namespace
      replicas
      readyReplicas
      pods {
        nodes {
          name
          phase
          nodeName
          podIP
        }
      }
    }
  }
}`;

/**
 * The body of a request. The label selector is another one each time and lets everything pass, so each request is
 * parsed, filtered, ordered and joined for itself, and all answers are of one size. `@@` stands for the number.
 */
export function requestBody(number: number | "@@"): string {
  return JSON.stringify({ query, variables: { first: 100, labels: `team!=nobody-${number}` } });
}
