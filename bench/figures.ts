import { a1 } from "./a1.ts";
import { d1 } from "./d1.ts";
import { f1 } from "./f1.ts";
import { f2 } from "./f2.ts";
import type { Figure } from "./figure.ts";
import { g1 } from "./g1.ts";
import { l1 } from "./l1.ts";
import { m1 } from "./m1.ts";
import { m2 } from "./m2.ts";
import { q1 } from "./q1.ts";
import { q2 } from "./q2.ts";
import { q4 } from "./q4.ts";
import { q5 } from "./q5.ts";
import { r1 } from "./r1.ts";
import { s1 } from "./s1.ts";
import { s2 } from "./s2.ts";
import { s3 } from "./s3.ts";
import { s4 } from "./s4.ts";
import { s5 } from "./s5.ts";
import { t1 } from "./t1.ts";
import { t2 } from "./t2.ts";

/** In the order of a run of all. */
export const figures: readonly Figure[] = [
  q1,
  q2,
  q4,
  q5,
  s1,
  s2,
  s3,
  s4,
  s5,
  m1,
  m2,
  l1,
  t1,
  t2,
  f1,
  f2,
  a1,
  g1,
  r1,
  d1,
];
