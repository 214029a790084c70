import { expect, test } from "vitest";
import { parseImageReference } from "../../../src/integrations/registry/index.ts";

const digest = `sha256:${"ab".repeat(32)}`;

test.each([
  ["nginx", ["docker.io", "library/nginx", "latest", null]],
  ["nginx:1.29", ["docker.io", "library/nginx", "1.29", null]],
  ["shop/web", ["docker.io", "shop/web", "latest", null]],
  ["docker.io/nginx", ["docker.io", "library/nginx", "latest", null]],
  ["index.docker.io/nginx", ["docker.io", "library/nginx", "latest", null]],
  ["localhost/web:1", ["localhost", "web", "1", null]],
  ["registry.example.com/shop/web:1.4", ["registry.example.com", "shop/web", "1.4", null]],
  ["Registry.example.com:5000/shop/web", ["registry.example.com:5000", "shop/web", "latest", null]],
  ["[::1]:5000/web:1", ["[::1]:5000", "web", "1", null]],
  [`shop/web@${digest}`, ["docker.io", "shop/web", null, digest]],
  [`shop/web:1.4@${digest}`, ["docker.io", "shop/web", "1.4", digest]],
  ["a/b/c/d__e--f.g:V_1.0-x", ["docker.io", "a/b/c/d__e--f.g", "V_1.0-x", null]],
])("%s is taken apart", (text, [registry, repository, tag, found]) => {
  expect(parseImageReference(text)).toEqual({ registry, repository, tag, digest: found });
});

test.each([
  "",
  " nginx",
  "Nginx",
  "shop//web",
  "shop/web:",
  "shop/web:-1",
  `shop/web:${"x".repeat(129)}`,
  "shop/web@sha256:abc",
  `shop/web@${digest}@${digest}`,
  "registry.example.com/",
  "registry.example.com:port/web",
  "https://registry.example.com/web",
  "../../etc/passwd",
  "registry.example.com/../v2/web",
  "a".repeat(300),
  "shop/web\n",
])("%j is no name of an image", (text) => {
  expect(parseImageReference(text)).toBeNull();
});
