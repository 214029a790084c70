import { countGaps, fill, gap, lengthOf, type Outline, takeLeaves, widen } from "./outlines.ts";
import { share } from "./sharing.ts";

type Fields = Record<string, unknown>;

/** Lists that orders read of every object, as the number of restarts: put together for each it would be most of the time. */
const scanned: ReadonlySet<string> = new Set(["containerStatuses"]);

/** Where a compact section keeps what is its own: the form, then the leaves. */
const own: unique symbol = Symbol("own");
type Own = readonly [Form, ...unknown[]];
type Compact = Fields & { readonly [own]?: Own };

interface Field {
  readonly name: string;
  readonly outline: Outline;
  /** How the field is read; absent for one that is kept as it came. */
  readonly getter: PropertyDescriptor | undefined;
  /** Where its leaves begin. */
  readonly from: number;
}

/**
 * What the sections (`spec`, `status`) of one family's objects have in common, each field by itself. A compact section
 * holds of such a field what is its own, often a timestamp or an id out of a kilobyte; the rest is put together anew
 * whenever the field is read. Scalars stay plain properties, because scans and orders read them of every object.
 */
class Form {
  readonly #fields: readonly Field[];
  readonly #byName: ReadonlyMap<string, Field>;

  constructor(names: readonly string[], outlines: readonly Outline[]) {
    let from = 1;
    this.#fields = names.map((name, index) => {
      const outline = outlines[index];
      const gaps = outline === gap ? 0 : countGaps(outline);
      if (gaps === 0) return { name, outline, getter: undefined, from: 0 };
      const getter = scanned.has(name) ? undefined : getterOf(name);
      if (!getter) return { name, outline: gap, getter, from: 0 };
      from += gaps;
      return { name, outline, getter, from: from - gaps };
    });
    this.#byName = new Map(this.#fields.map((field) => [field.name, field]));
  }

  /** The section has these fields, with lists of these lengths. A pod that starts has others than one that runs. */
  fits(section: Fields): boolean {
    let index = 0;
    for (const name in section) {
      const field = this.#fields[index++];
      if (name !== field?.name) return false;
      if (field.outline !== gap && lengthOf(field.outline) !== lengthOf(section[name])) return false;
    }
    return index === this.#fields.length;
  }

  widen(section: Fields): Form {
    const names = this.#fields.map(({ name }) => name);
    return new Form(
      names,
      this.#fields.map(({ name, outline }) => widen(outline, section[name])),
    );
  }

  /**
   * A section of the same content; `model` itself where it is equal, and its parts where they are. Undefined when the
   * form has to be wider.
   */
  compact(section: Fields, model: Compact | undefined): Fields | undefined {
    const leaves: unknown[] = [this];
    const kept: Fields = {};
    let same = model !== undefined;
    for (const { name, outline, getter } of this.#fields) {
      if (outline === gap) kept[name] = share(model?.[name], section[name]);
      else if (!takeLeaves(outline, section[name], leaves)) return undefined;
      else if (getter) Object.defineProperty(kept, name, getter);
      else kept[name] = outline;
      same &&= getter !== undefined || kept[name] === model?.[name];
    }
    // Leaves of another form stand in other places.
    const before = model?.[own]?.[0] === this ? model[own] : undefined;
    same &&= leaves.length === (before?.length ?? 1);
    for (let index = 1; index < leaves.length; index += 1) {
      leaves[index] = share(before?.[index], leaves[index]);
      same &&= leaves[index] === before?.[index];
    }
    if (same && Object.keys(model as Fields).length === this.#fields.length) return model;
    // A copy has no room to grow.
    if (leaves.length > 1) Object.defineProperty(kept, own, { value: leaves.slice() });
    return kept;
  }

  read(name: string, leaves: Own): unknown {
    const { outline, from } = this.#byName.get(name) as Field;
    return fill(outline, leaves, from);
  }
}

const maxGetters = 4096;
const getters = new Map<string, PropertyDescriptor>();

/** Always the same for one name: sections whose fields are read by the same getters have one hidden class. */
function getterOf(name: string): PropertyDescriptor | undefined {
  const known = getters.get(name);
  // The kinds of all clusters have far fewer fields. Past the limit one is kept as it came.
  if (known || getters.size >= maxGetters) return known;
  const get = function (this: Compact) {
    const leaves = this[own] as Own;
    return leaves[0].read(name, leaves);
  };
  const getter = { get, enumerable: true, configurable: true };
  getters.set(name, getter);
  return getter;
}

/** More are no fields of a type but keys of somebody's map, and nothing would be gained. */
const maxFields = 64;
const maxForms = 4;

/** The forms that one section has in a family, the last used first. */
export class Forms {
  readonly #forms: Form[] = [];

  compact(section: Fields, model: Fields | undefined): Fields {
    let form = this.#find(section);
    if (!form) {
      form = firstOf(section);
      if (!form) return share(model, section);
      if (this.#forms.length >= maxForms) this.#forms.pop();
      this.#forms.unshift(form);
    }
    const kept = form.compact(section, model);
    if (kept) return kept;
    const wider = form.widen(section);
    this.#forms[0] = wider;
    return wider.compact(section, model) as Fields;
  }

  #find(section: Fields): Form | undefined {
    const index = this.#forms.findIndex((form) => form.fits(section));
    if (index > 0) this.#forms.unshift(...this.#forms.splice(index, 1));
    return index < 0 ? undefined : this.#forms[0];
  }
}

function firstOf(section: Fields): Form | undefined {
  const names = Object.keys(section);
  // An assignment to `__proto__` would be one of the prototype.
  if (names.length > maxFields || names.includes("__proto__")) return undefined;
  return new Form(names, Object.values(section));
}
