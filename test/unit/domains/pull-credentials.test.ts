import { expect, test } from "vitest";
import { isFor, pullingOf, registryOf } from "../../../src/domains/secrets/pull-credentials.mapping.ts";

test.each([
  ["nginx", "docker.io"],
  ["library/nginx:1", "docker.io"],
  ["registry.example.com/shop/web:1", "registry.example.com"],
  ["registry:5000/web@sha256:00", "registry:5000"],
  ["localhost/web", "localhost"],
  ["Registry.Example.com/web", "registry.example.com"],
])("the image %s is pulled from %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});

test.each([
  ["registry.test", "registry.test", true],
  ["registry.test", "registry.test:5000", false],
  ["index.docker.io", "docker.io", true],
  ["*.example.com", "eu.example.com", true],
  ["*.example.com", "a.eu.example.com", false],
  ["*.example.com", "example.com", false],
  ["docker.io", "registry.test", false],
  ["app*.example.com", "app1.example.com", true],
  ["app*.example.com", "web.example.com", false],
  ["*.example.com:5000", "eu.example.com:5000", true],
  ["*.example.com", "eu.example.com:5000", false],
  ["registry.*", "registry.test:5000", false],
  ["*.example.com", "eu-example.com", false],
])("a credential for %s is one for %s: %s", (credential, registry, good) => {
  expect(isFor(credential, registry)).toBe(good);
});

test("what is pulled, and as whom, is told of specs of all forms", () => {
  expect(pullingOf(undefined)).toEqual({ serviceAccount: "default", own: [], registries: [] });
  expect(
    pullingOf({
      serviceAccount: "old",
      imagePullSecrets: [{ name: "a" }, {}],
      initContainers: [{ image: "registry.test/x" }],
      containers: [{ image: "nginx" }, { image: "registry.test/y" }, {}],
    }),
  ).toEqual({ serviceAccount: "old", own: ["a"], registries: ["docker.io", "registry.test"] });
});
