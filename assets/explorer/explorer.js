// The explorer's page: GraphiQL over the gateway that served it. All addresses are relative to the page's own, which may
// be `/` or `/graphql`, behind a proxy with a prefix too.
/* global GraphiQL, React, ReactDOM */

const endpoint = new URL("graphql", location.href);
endpoint.search = "";
endpoint.hash = "";
const socket = new URL(endpoint);
socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";

const send = GraphiQL.createFetcher({ url: endpoint.href, subscriptionUrl: socket.href });

/**
 * GraphiQL finds out what a tab holds a moment after it was opened: one that is run at once would be asked for by the
 * operation name of the tab before, and over its transport. So the text that is sent decides, where it has one operation.
 * A live query is answered more than once, so it goes the way of subscriptions.
 */
function fetcher(parameters, options) {
  const [only, ...others] = parameters.query.matchAll(/^\s*(query|mutation|subscription)\b[ \t]*(\w*)/gm);
  if (!only || others.length > 0) return send(parameters, options);
  const [, type, name] = only;
  const operation = /@live\b/.test(parameters.query) ? "subscription" : type;
  const definition = { kind: "OperationDefinition", operation, ...(name && { name: { kind: "Name", value: name } }) };
  const documentAST = { kind: "Document", definitions: [definition] };
  return send({ ...parameters, operationName: name || undefined }, { ...options, documentAST });
}

/** One deployment of the gateway's own, so that the examples with variables can be run as they stand. */
async function someDeployment() {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: `{
          deployments(first: 1) {
            nodes { cluster namespace name pods(first: 1) { nodes { containers { name } } } }
          }
        }`,
      }),
      // A cluster that is slow must not keep the page from appearing.
      signal: AbortSignal.timeout(1_500),
    });
    const { data } = await response.json();
    return data?.deployments?.nodes[0];
  } catch {
    return undefined;
  }
}

/** Puts the names of something that is there in the place of the examples' own. */
function fill(variables, { cluster, namespace, name, pods }) {
  const names = {
    "some-cluster": cluster,
    "some-namespace": namespace,
    "some-name": name,
    "some-container": pods.nodes[0]?.containers[0]?.name,
  };
  return JSON.parse(JSON.stringify(variables), (_key, value) => names[value] ?? value);
}

async function tabs() {
  const [response, found] = await Promise.all([fetch("explorer/examples.json"), someDeployment()]);
  const examples = await response.json();
  return examples.map(({ query, variables }) => {
    const filled = variables && found ? fill(variables, found) : variables;
    return { query, ...(filled && { variables: JSON.stringify(filled, null, 2) }) };
  });
}

const root = ReactDOM.createRoot(document.getElementById("explorer"));
// Tabs of an earlier visit, which GraphiQL keeps in the browser, come before these.
const properties = { fetcher, defaultEditorToolsVisibility: "variables" };
const show = (more) => root.render(React.createElement(GraphiQL, { ...properties, ...more }));
tabs().then(
  (defaultTabs) => show({ defaultTabs }),
  () => show({}),
);
