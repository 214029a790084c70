import { expect, test } from "vitest";
import { configMapsIn, type Given } from "./server-under-test.ts";

export function reviewCases(given: Given): void {
  const access = "/apis/authorization.k8s.io/v1";
  const post = (path: string, spec: object, token?: string) =>
    given().client.send("POST", path, { body: { spec }, ...(token !== undefined && { token }) });
  const attributes = { verb: "list", group: "apps", resource: "deployments", namespace: "default" };

  test("one may ask about oneself", async () => {
    const { powerless } = given();
    const ask = (token?: string) =>
      post(`${access}/selfsubjectaccessreviews`, { resourceAttributes: attributes }, token);
    expect(await ask()).toMatchObject({
      status: 201,
      body: {
        kind: "SelfSubjectAccessReview",
        apiVersion: "authorization.k8s.io/v1",
        metadata: {},
        spec: { resourceAttributes: attributes },
        status: { allowed: true },
      },
    });
    const theirs = await ask(powerless.token);
    expect(theirs).toMatchObject({ status: 201, body: { status: { allowed: false } } });
  });

  test("an administrator may ask about others", async () => {
    const spec = { user: given().powerless.name, groups: ["system:authenticated"], resourceAttributes: attributes };
    const { body } = await post(`${access}/subjectaccessreviews`, spec);
    expect(body).toMatchObject({ kind: "SubjectAccessReview", spec, status: { allowed: false } });
    const local = "/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews";
    expect((await post(local, spec)).body).toMatchObject({
      kind: "LocalSubjectAccessReview",
      status: { allowed: false },
    });
  });

  test("a review has to ask something", async () => {
    const { status, body } = await post(`${access}/selfsubjectaccessreviews`, {});
    expect(status).toBe(422);
    expect(body.details).toMatchObject({
      group: "authorization.k8s.io",
      causes: [{ reason: "FieldValueInvalid", field: "spec.resourceAttributes" }],
    });
  });

  test("whose a token is can be asked", async () => {
    const { powerless, client } = given();
    const reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
    expect((await post(reviews, { token: powerless.token })).body).toMatchObject({
      kind: "TokenReview",
      apiVersion: "authentication.k8s.io/v1",
      status: {
        authenticated: true,
        user: { username: powerless.name, groups: expect.arrayContaining(["system:authenticated"]) },
        audiences: expect.any(Array),
      },
    });
    const unknown = await post(reviews, { token: "nobody's" });
    expect(unknown.status).toBe(201);
    expect(unknown.body.status).toEqual({ user: {}, error: expect.stringMatching(/^invalid bearer token/) });
    expect((await post(reviews, { token: "" })).body).toMatchObject({ code: 400, reason: "BadRequest" });
    const own = await client.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {
      body: {},
      token: powerless.token,
    });
    expect(own.body).toMatchObject({ kind: "SelfSubjectReview", status: { userInfo: { username: powerless.name } } });
  });

  test("an unknown token is Unauthorized", async () => {
    const { status, body } = await given().client.get("/api/v1/pods", { token: "nobodys" });
    expect(status).toBe(401);
    expect(body).toMatchObject({
      kind: "Status",
      status: "Failure",
      message: "Unauthorized",
      reason: "Unauthorized",
      code: 401,
    });
  });

  test("who may not is told what, whether it is there or not", async () => {
    const { client, powerless } = given();
    const { name, token } = powerless;
    const list = await client.get(configMapsIn("default"), { token });
    expect(list.body).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: `configmaps is forbidden: User "${name}" cannot list resource "configmaps" in API group "" in the namespace "default"`,
      reason: "Forbidden",
      details: { kind: "configmaps" },
      code: 403,
    });
    const all = await client.get("/api/v1/pods?watch=true", { token });
    expect(all.body.message).toBe(
      `pods is forbidden: User "${name}" cannot watch resource "pods" in API group "" at the cluster scope`,
    );
    const one = await client.send("PATCH", "/apis/apps/v1/namespaces/default/deployments/x/scale", {
      token,
      body: {},
      contentType: "application/merge-patch+json",
    });
    expect(one.body).toMatchObject({
      message: `deployments.apps "x" is forbidden: User "${name}" cannot patch resource "deployments/scale" in API group "apps" in the namespace "default"`,
      details: { name: "x", group: "apps", kind: "deployments" },
      code: 403,
    });
  });
}
