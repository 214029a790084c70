/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Clusters($filter: ClusterFilter, $first: Int! = 50, $after: String) {\n  clusters(\n    filter: $filter\n    first: $first\n    after: $after\n    orderBy: [{field: NAME}]\n  ) {\n    nodes {\n      id\n      name\n      version\n      reachable\n      staleSince\n      error {\n        code\n        message\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.ClustersDocument,
    "subscription DeploymentEvents($filter: DeploymentFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  deploymentEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        replicas\n        updatedReplicas\n        readyReplicas\n        availableReplicas\n        images\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}": typeof types.DeploymentEventsDocument,
    "mutation DeploymentScale($input: DeploymentScaleInput!) {\n  deploymentScale(input: $input) {\n    deployment {\n      id\n      replicas\n      resourceVersion\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n    revision\n  }\n}": typeof types.DeploymentScaleDocument,
    "query Deployment($by: ObjectByInput!, $minRevision: String) {\n  deployment(by: $by, minRevision: $minRevision) {\n    id\n    cluster\n    namespace\n    name\n    replicas\n    updatedReplicas\n    readyReplicas\n    availableReplicas\n    resourceVersion\n  }\n}": typeof types.DeploymentDocument,
    "query DeploymentsOverview($filter: DeploymentFilter, $orderBy: [DeploymentOrder!] = [{field: NAMESPACE}, {field: NAME}], $first: Int! = 50, $after: String, $minRevision: String) {\n  deployments(\n    filter: $filter\n    orderBy: $orderBy\n    first: $first\n    after: $after\n    minRevision: $minRevision\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      replicas\n      updatedReplicas\n      availableReplicas\n      paused\n      images\n      pods(first: 100, orderBy: [{field: NAME}]) {\n        totalCount\n        nodes {\n          id\n          name\n          phase\n          reason\n          ready\n          restartCount\n        }\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n      retryable\n    }\n    staleSince {\n      cluster\n      since\n    }\n    revision\n  }\n}": typeof types.DeploymentsOverviewDocument,
    "subscription PodEvents($filter: PodFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  podEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        phase\n        reason\n        ready\n        restartCount\n        nodeName\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}": typeof types.PodEventsDocument,
    "query PodsByNamespace($namespaces: [String!]!, $clusters: [String!], $labels: String, $first: Int! = 50, $after: String) {\n  pods(\n    filter: {namespaces: $namespaces, clusters: $clusters, labels: $labels}\n    orderBy: [{field: RESTART_COUNT, direction: DESC}]\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      phase\n      reason\n      ready\n      restartCount\n      nodeName\n      createdAt\n      containers {\n        name\n        image\n        ready\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n    }\n  }\n}": typeof types.PodsByNamespaceDocument,
};
const documents: Documents = {
    "query Clusters($filter: ClusterFilter, $first: Int! = 50, $after: String) {\n  clusters(\n    filter: $filter\n    first: $first\n    after: $after\n    orderBy: [{field: NAME}]\n  ) {\n    nodes {\n      id\n      name\n      version\n      reachable\n      staleSince\n      error {\n        code\n        message\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.ClustersDocument,
    "subscription DeploymentEvents($filter: DeploymentFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  deploymentEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        replicas\n        updatedReplicas\n        readyReplicas\n        availableReplicas\n        images\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}": types.DeploymentEventsDocument,
    "mutation DeploymentScale($input: DeploymentScaleInput!) {\n  deploymentScale(input: $input) {\n    deployment {\n      id\n      replicas\n      resourceVersion\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n    revision\n  }\n}": types.DeploymentScaleDocument,
    "query Deployment($by: ObjectByInput!, $minRevision: String) {\n  deployment(by: $by, minRevision: $minRevision) {\n    id\n    cluster\n    namespace\n    name\n    replicas\n    updatedReplicas\n    readyReplicas\n    availableReplicas\n    resourceVersion\n  }\n}": types.DeploymentDocument,
    "query DeploymentsOverview($filter: DeploymentFilter, $orderBy: [DeploymentOrder!] = [{field: NAMESPACE}, {field: NAME}], $first: Int! = 50, $after: String, $minRevision: String) {\n  deployments(\n    filter: $filter\n    orderBy: $orderBy\n    first: $first\n    after: $after\n    minRevision: $minRevision\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      replicas\n      updatedReplicas\n      availableReplicas\n      paused\n      images\n      pods(first: 100, orderBy: [{field: NAME}]) {\n        totalCount\n        nodes {\n          id\n          name\n          phase\n          reason\n          ready\n          restartCount\n        }\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n      retryable\n    }\n    staleSince {\n      cluster\n      since\n    }\n    revision\n  }\n}": types.DeploymentsOverviewDocument,
    "subscription PodEvents($filter: PodFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  podEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        phase\n        reason\n        ready\n        restartCount\n        nodeName\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}": types.PodEventsDocument,
    "query PodsByNamespace($namespaces: [String!]!, $clusters: [String!], $labels: String, $first: Int! = 50, $after: String) {\n  pods(\n    filter: {namespaces: $namespaces, clusters: $clusters, labels: $labels}\n    orderBy: [{field: RESTART_COUNT, direction: DESC}]\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      phase\n      reason\n      ready\n      restartCount\n      nodeName\n      createdAt\n      containers {\n        name\n        image\n        ready\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n    }\n  }\n}": types.PodsByNamespaceDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Clusters($filter: ClusterFilter, $first: Int! = 50, $after: String) {\n  clusters(\n    filter: $filter\n    first: $first\n    after: $after\n    orderBy: [{field: NAME}]\n  ) {\n    nodes {\n      id\n      name\n      version\n      reachable\n      staleSince\n      error {\n        code\n        message\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').ClustersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription DeploymentEvents($filter: DeploymentFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  deploymentEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        replicas\n        updatedReplicas\n        readyReplicas\n        availableReplicas\n        images\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}"): typeof import('./graphql.ts').DeploymentEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeploymentScale($input: DeploymentScaleInput!) {\n  deploymentScale(input: $input) {\n    deployment {\n      id\n      replicas\n      resourceVersion\n    }\n    userErrors {\n      code\n      message\n      field\n    }\n    revision\n  }\n}"): typeof import('./graphql.ts').DeploymentScaleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Deployment($by: ObjectByInput!, $minRevision: String) {\n  deployment(by: $by, minRevision: $minRevision) {\n    id\n    cluster\n    namespace\n    name\n    replicas\n    updatedReplicas\n    readyReplicas\n    availableReplicas\n    resourceVersion\n  }\n}"): typeof import('./graphql.ts').DeploymentDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DeploymentsOverview($filter: DeploymentFilter, $orderBy: [DeploymentOrder!] = [{field: NAMESPACE}, {field: NAME}], $first: Int! = 50, $after: String, $minRevision: String) {\n  deployments(\n    filter: $filter\n    orderBy: $orderBy\n    first: $first\n    after: $after\n    minRevision: $minRevision\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      replicas\n      updatedReplicas\n      availableReplicas\n      paused\n      images\n      pods(first: 100, orderBy: [{field: NAME}]) {\n        totalCount\n        nodes {\n          id\n          name\n          phase\n          reason\n          ready\n          restartCount\n        }\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n      retryable\n    }\n    staleSince {\n      cluster\n      since\n    }\n    revision\n  }\n}"): typeof import('./graphql.ts').DeploymentsOverviewDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription PodEvents($filter: PodFilter, $after: String, $initial: InitialState! = SNAPSHOT) {\n  podEvents(filter: $filter, after: $after, initial: $initial) {\n    changes {\n      type\n      id\n      object {\n        cluster\n        namespace\n        name\n        phase\n        reason\n        ready\n        restartCount\n        nodeName\n      }\n    }\n    phase\n    clusters\n    cursor\n  }\n}"): typeof import('./graphql.ts').PodEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PodsByNamespace($namespaces: [String!]!, $clusters: [String!], $labels: String, $first: Int! = 50, $after: String) {\n  pods(\n    filter: {namespaces: $namespaces, clusters: $clusters, labels: $labels}\n    orderBy: [{field: RESTART_COUNT, direction: DESC}]\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      id\n      cluster\n      namespace\n      name\n      phase\n      reason\n      ready\n      restartCount\n      nodeName\n      createdAt\n      containers {\n        name\n        image\n        ready\n      }\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    clusterErrors {\n      cluster\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').PodsByNamespaceDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
