import { expect, test } from "vitest";
import { createCertificateRequest } from "../../control-plane/certificates.ts";
import { deploymentOf, deploymentsIn } from "./deployment.ts";
import { configMapsIn, type Given, ownNamespace, unique } from "./server-under-test.ts";

const failure = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure" };

export function writeCases(given: Given): void {
  const path = configMapsIn("default");
  const post = (body: unknown, query = "") => given().client.send("POST", `${path}${query}`, { body });

  test("a create gives uid, version and time, and keeps what was sent", async () => {
    const name = unique("made");
    const sent = { metadata: { name, labels: { a: "b" }, annotations: { c: "d" } }, data: { x: "1" } };
    const { status, body } = await post(sent);
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: "ConfigMap", apiVersion: "v1", ...sent });
    expect(body.metadata).toMatchObject({
      namespace: "default",
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      resourceVersion: expect.stringMatching(/^\d+$/),
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(body.metadata).not.toHaveProperty("generation");
    const { managedFields: _, ...metadata } = (await given().client.ok("GET", `${path}/${name}`)).metadata;
    expect(body.metadata).toMatchObject(metadata);
  });

  test("a name can be made up by the server", async () => {
    const { body } = await post({ metadata: { generateName: "made-" } });
    expect(body.metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
    expect(body.metadata.generateName).toBe("made-");
  });

  test("what only the server says is not taken from the client", async () => {
    const sent = { uid: "mine", creationTimestamp: "2001-01-01T00:00:00Z", generation: 9 };
    const { body } = await post({ metadata: { name: unique("made"), ...sent } });
    expect(body.metadata.uid).not.toBe("mine");
    expect(body.metadata.creationTimestamp).not.toBe(sent.creationTimestamp);
  });

  test("the same name again is AlreadyExists", async () => {
    const name = unique("made");
    await post({ metadata: { name } });
    expect(await post({ metadata: { name } })).toMatchObject({
      status: 409,
      body: {
        ...failure,
        message: `configmaps "${name}" already exists`,
        reason: "AlreadyExists",
        details: { name, kind: "configmaps" },
        code: 409,
      },
    });
  });

  test.each([
    [
      "no name",
      { metadata: {} },
      "metadata.name",
      "FieldValueRequired",
      /^Required value: name or generateName is required$/,
    ],
    [
      "a name of capitals",
      { metadata: { name: "A_b" } },
      "metadata.name",
      "FieldValueInvalid",
      /^Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist/,
    ],
    [
      "a bad label",
      { metadata: { name: "l", labels: { "a b": "c" } } },
      "metadata.labels",
      "FieldValueInvalid",
      /^Invalid value: "a b": name part must consist/,
    ],
  ])("%s is Invalid, with its field", async (_what, sent, field, reason, message) => {
    const { status, body } = await post(sent);
    expect(status).toBe(422);
    expect(body).toMatchObject({ ...failure, reason: "Invalid", code: 422 });
    expect(body.message).toMatch(/^ConfigMap ".*" is invalid: metadata\./);
    expect(body.details).toMatchObject({
      kind: "ConfigMap",
      causes: [{ reason, field, message: expect.stringMatching(message) }],
    });
  });

  test.each([
    ["what is no JSON", "nonsense", 400, /^the object provided is unrecognized \(must be of type ConfigMap\)/],
    [
      "another kind",
      { kind: "Pod", apiVersion: "v1", metadata: { name: "x" } },
      400,
      /^Pod in version "v1" cannot be handled as a ConfigMap/,
    ],
    [
      "another namespace",
      { metadata: { name: "x", namespace: "other" } },
      400,
      /^the namespace of the provided object does not match the namespace sent on the request$/,
    ],
    [
      "a version",
      { metadata: { name: "x", resourceVersion: "5" } },
      500,
      /^resourceVersion should not be set on objects to be created$/,
    ],
  ])("a create with %s is refused", async (_what, sent, status, message) => {
    const answer = await post(sent);
    expect(answer.body).toMatchObject({ ...failure, code: status, message: expect.stringMatching(message) });
    expect(answer.status).toBe(status);
  });

  test("a create in a namespace that is not there is NotFound, and in none at all is not allowed", async () => {
    const { client } = given();
    const nowhere = await client.send("POST", configMapsIn("nowhere"), { body: { metadata: { name: "x" } } });
    expect(nowhere).toMatchObject({
      status: 404,
      body: { message: 'namespaces "nowhere" not found', details: { name: "nowhere", kind: "namespaces" } },
    });
    const unplaced = await client.send("POST", "/api/v1/configmaps", { body: { metadata: { name: "x" } } });
    expect(unplaced).toMatchObject({
      status: 405,
      body: {
        ...failure,
        message: "the server does not allow this method on the requested resource",
        reason: "MethodNotAllowed",
        details: {},
      },
    });
  });

  test("a dry run answers as if, and stores nothing", async () => {
    const name = unique("dry");
    const { status, body } = await post({ metadata: { name } }, "?dryRun=All");
    expect(status).toBe(201);
    expect(body.metadata).toMatchObject({ name, uid: expect.any(String) });
    expect(body.metadata).not.toHaveProperty("resourceVersion");
    expect((await given().client.get(`${path}/${name}`)).status).toBe(404);
    const odd = await post({ metadata: { name } }, "?dryRun=Some");
    expect(odd).toMatchObject({
      status: 422,
      body: {
        message:
          'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
        details: { causes: [{ reason: "FieldValueNotSupported", field: "dryRun" }] },
      },
    });
  });

  test("a secret's plain text is stored as its bytes", async () => {
    const body = { metadata: { name: unique("secret") }, stringData: { a: "b" } };
    const secret = await given().client.ok("POST", "/api/v1/namespaces/default/secrets", body);
    expect(secret).toMatchObject({ data: { a: "Yg==" }, type: "Opaque" });
    expect(secret).not.toHaveProperty("stringData");
  });

  test("the approval of a request for a certificate changes its conditions alone", async () => {
    const requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    const name = unique("asked");
    const signerName = "example.com/nobody";
    const request = Buffer.from(createCertificateRequest({ commonName: "jane" })).toString("base64");
    const spec = { request, signerName, usages: ["client auth"] };
    const { status: made, body } = await given().client.send("POST", requests, { body: { metadata: { name }, spec } });
    expect(made).toBe(201);
    const approved = { type: "Approved", status: "True", reason: "Known", message: "as usual" };
    const answer = await given().client.send("PUT", `${requests}/${name}/approval`, {
      body: {
        ...body,
        spec: { ...body.spec, signerName: "example.com/other" },
        status: { conditions: [approved], certificate: Buffer.from("mine").toString("base64") },
      },
    });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    const conditions = [{ ...approved, lastUpdateTime: time, lastTransitionTime: time }];
    expect(answer).toMatchObject({ status: 200, body: { spec: { signerName }, status: { conditions } } });
    expect(answer.body.status).not.toHaveProperty("certificate");
  });

  test("a deployment gets its defaults, an empty status and generation 1", async () => {
    const namespace = await ownNamespace(given());
    const sent = deploymentOf("d", { replicas: undefined });
    const body = await given().client.ok("POST", `${deploymentsIn(namespace)}?dryRun=All`, {
      ...sent,
      status: { replicas: 9 },
    });
    expect(body).toMatchObject({
      kind: "Deployment",
      apiVersion: "apps/v1",
      metadata: { generation: 1 },
      spec: {
        replicas: 1,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        template: {
          spec: {
            containers: [{ imagePullPolicy: "IfNotPresent", resources: {}, terminationMessagePolicy: "File" }],
            restartPolicy: "Always",
            terminationGracePeriodSeconds: 30,
            dnsPolicy: "ClusterFirst",
            schedulerName: "default-scheduler",
          },
        },
      },
    });
    expect(body.status).toEqual({});
  });

  test("what is wrong with a deployment is told cause by cause", async () => {
    const namespace = await ownNamespace(given());
    const post = (spec: object) =>
      given().client.send("POST", deploymentsIn(namespace), { body: { metadata: { name: "d" }, spec } });
    const labels = { a: "b" };
    const template = { metadata: { labels: { a: "c" } }, spec: { containers: [{ name: "x" }] } };
    const { status, body } = await post({ replicas: -1, selector: { matchLabels: labels }, template });
    expect(status).toBe(422);
    expect(body.details).toMatchObject({ name: "d", group: "apps", kind: "Deployment" });
    expect(body.message).toMatch(/^Deployment\.apps "d" is invalid: \[spec\.replicas: Invalid value: -1: must be/);
    expect(body.details.causes).toEqual([
      {
        reason: "FieldValueInvalid",
        message: "Invalid value: -1: must be greater than or equal to 0",
        field: "spec.replicas",
      },
      {
        reason: "FieldValueInvalid",
        message: 'Invalid value: {"a":"c"}: `selector` does not match template `labels`',
        field: "spec.template.metadata.labels",
      },
      { reason: "FieldValueRequired", message: "Required value", field: "spec.template.spec.containers[0].image" },
    ]);
    const twice = { metadata: { labels }, spec: { containers: [1, 2].map((n) => ({ name: "x", image: `i:${n}` })) } };
    expect((await post({ selector: { matchLabels: labels }, template: twice })).body.details.causes).toEqual([
      {
        reason: "FieldValueDuplicate",
        message: 'Duplicate value: "x"',
        field: "spec.template.spec.containers[1].name",
      },
    ]);
    const empty = await post({});
    expect(empty.body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      "spec.selector",
      "spec.template.metadata.labels",
      "spec.template.spec.containers",
    ]);
  });

  test("an update of an older version is a Conflict, and one without a version is not", async () => {
    const { client } = given();
    const name = unique("updated");
    const made = (await post({ metadata: { name, labels: { a: "b" } }, data: { x: "1" } })).body;
    const put = (body: unknown) => client.send("PUT", `${path}/${name}`, { body });
    const second = await put({ metadata: { name }, data: { x: "2" } });
    expect(second).toMatchObject({ status: 200, body: { data: { x: "2" }, metadata: { uid: made.metadata.uid } } });
    expect(second.body.metadata).not.toHaveProperty("labels");
    const late = await put({ metadata: { name, resourceVersion: made.metadata.resourceVersion }, data: { x: "3" } });
    expect(late).toMatchObject({
      status: 409,
      body: {
        ...failure,
        message: `Operation cannot be fulfilled on configmaps "${name}": the object has been modified; please apply your changes to the latest version and try again`,
        reason: "Conflict",
        details: { name, kind: "configmaps" },
        code: 409,
      },
    });
    const { resourceVersion } = second.body.metadata;
    expect((await put({ metadata: { name, resourceVersion }, data: { x: "3" } })).status).toBe(200);
  });

  test("an update that changes nothing makes no version", async () => {
    const name = unique("updated");
    const made = (await post({ metadata: { name }, data: { x: "1" } })).body;
    const same = await given().client.ok("PUT", `${path}/${name}`, { metadata: { name }, data: { x: "1" } });
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  });

  test("an update is of the object in the path alone", async () => {
    const { client } = given();
    const name = unique("updated");
    await post({ metadata: { name } });
    const put = (at: string, metadata: object) => client.send("PUT", `${path}/${at}`, { body: { metadata } });
    expect((await put(name, { name: "other" })).body).toMatchObject({
      code: 400,
      message: `the name of the object (other) does not match the name on the URL (${name})`,
    });
    expect((await put(name, {})).body).toMatchObject({
      code: 400,
      message: `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    });
    expect((await put(name, { name, uid: "another" })).body).toMatchObject({ code: 409, reason: "Conflict" });
    expect((await put("absent", { name: "absent" })).body).toMatchObject({
      code: 404,
      message: 'configmaps "absent" not found',
      details: { name: "absent", kind: "configmaps" },
    });
  });

  test("a method that makes no sense is not allowed", async () => {
    const { client } = given();
    expect((await client.send("POST", `${path}/x`, { body: {} })).status).toBe(405);
    expect((await client.send("PUT", path, { body: {} })).status).toBe(405);
    expect((await client.get(`${path}/x/status`)).status).toBe(404);
  });
}
