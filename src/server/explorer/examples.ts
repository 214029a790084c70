import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./assets.ts";

/** An operation that the explorer opens in a tab. */
export interface Example {
  readonly query: string;
  /** The names `some-cluster`, `some-namespace` and `some-name` are replaced in the browser by those of a deployment. */
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

const by = { ref: { cluster: "some-cluster", namespace: "some-namespace", name: "some-name" } };

/** Of the published operations that cannot be run without: by the name of their file. */
const variables: Readonly<Record<string, object>> = {
  deployment: { by },
  "deployment-restart": { input: { by } },
  "deployment-scale": { input: { by, replicas: 2, dryRun: true } },
  "pods-by-namespace": { namespaces: ["some-namespace"] },
};

/** In the order of the tabs. */
export function examples(): readonly Example[] {
  const folder = join(packageRoot, "schema/operations");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".graphql"))
    .sort();
  const published = files.map((file) => {
    const own = variables[file.replace(/\.graphql$/, "")];
    return { query: readFileSync(join(folder, file), "utf8"), ...(own && { variables: own }) };
  });
  return [{ query: overview }, { query: changes }, ...published];
}
