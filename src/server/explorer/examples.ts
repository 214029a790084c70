import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./assets.ts";

/** An operation that the explorer opens in a tab. */
export interface Example {
  readonly query: string;
  /** Names such as `some-cluster` are replaced in the browser by those of a deployment that is there. */
  readonly variables?: object;
}

const overview = `# Every cluster as one list. Ctrl-Enter runs it.
query AcrossClusters {
  deployments(first: 10, orderBy: [{ field: NAME }]) {
    totalCount
    nodes {
      cluster
      namespace
      name
      pods {
        nodes {
          name
          phase
        }
      }
    }
    clusterErrors {
      cluster
      code
    }
  }
}
`;

const changes = `# First what is there, then each change.
# The newest frame is shown; the button ends it.
subscription LiveChanges {
  deploymentEvents {
    phase
    changes {
      type
      object {
        cluster
        namespace
        name
        replicas
        readyReplicas
      }
    }
    cursor
  }
}
`;

const live = `# The whole answer, and again whenever it is another one.
# The button ends it.
query AsItIs @live {
  deployments(first: 10, orderBy: [{ field: NAME }]) {
    totalCount
    nodes {
      cluster
      namespace
      name
      replicas
      readyReplicas
    }
  }
}
`;

const place = { cluster: "some-cluster", namespace: "some-namespace" };
const by = { ref: { ...place, name: "some-name" } };
const configMap = { kind: "ConfigMap", name: "made-in-the-explorer" };
const manifest = `apiVersion: v1
kind: ${configMap.kind}
metadata:
  name: ${configMap.name}
data:
  hello: world
`;

/**
 * Of the published operations that cannot be run without: by the name of their file. Writes change nothing until somebody
 * takes the dry run out.
 */
const variables: Readonly<Record<string, object>> = {
  deployment: { by },
  "deployment-restart": { input: { by, dryRun: true } },
  "deployment-scale": { input: { by, replicas: 2, dryRun: true } },
  "deployment-set-image": {
    input: { by, images: [{ container: "some-container", image: "registry.example.com/shop/web:1.4" }], dryRun: true },
  },
  "pods-by-namespace": { namespaces: ["some-namespace"] },
  "resource-apply": { input: { ...place, manifests: manifest, dryRun: true } },
  "resource-delete": { input: { by: { ref: { ...place, ...configMap } }, dryRun: true } },
};

const types = ["query", "subscription", "mutation"];

function typeOf({ query }: Example): number {
  return types.findIndex((type) => new RegExp(`^${type}\\b`, "m").test(query));
}

/** In the order of the tabs: first what shows the most, then queries, subscriptions and mutations. */
export function examples(): readonly Example[] {
  const folder = join(packageRoot, "schema/operations");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".graphql"))
    .sort();
  const published = files.map((file): Example => {
    const own = variables[file.replace(/\.graphql$/, "")];
    return { query: readFileSync(join(folder, file), "utf8"), ...(own && { variables: own }) };
  });
  const ordered = published.toSorted((one, other) => typeOf(one) - typeOf(other));
  return [{ query: overview }, { query: changes }, { query: live }, ...ordered];
}
