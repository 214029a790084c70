import { Field, Int, Long, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { EffectiveFile } from "./effective-files.mapping.ts";

const FileType = { FILE: "FILE", DIRECTORY: "DIRECTORY", SYMLINK: "SYMLINK", OTHER: "OTHER" } as const;
const FileOrigin = { BASE: "BASE", ARTIFACT: "ARTIFACT" } as const;

registerEnumType(FileType, {
  name: "FileType",
  description: "What stands at a path.",
  valuesConfig: {
    FILE: { description: "A file." },
    DIRECTORY: { description: "A folder." },
    SYMLINK: { description: "A symbolic link." },
    OTHER: { description: "A device, or a pipe." },
  },
});

registerEnumType(FileOrigin, {
  name: "FileOrigin",
  description: "Which image something is from.",
  valuesConfig: {
    BASE: { description: "The base image." },
    ARTIFACT: { description: "The artifact's image, or made for it." },
  },
});

@ObjectType({ description: "What a container finds at a path when it starts. Source: the layers of its images." })
export class ContainerFile {
  readonly file: EffectiveFile;

  constructor(file: EffectiveFile) {
    this.file = file;
  }

  @Field(() => String, { description: "The path, absolute." })
  get path(): string {
    return this.file.path;
  }

  @Field(() => FileType, { description: "What it is." })
  get type(): string {
    return this.file.type;
  }

  @Field(() => Long, { description: "Bytes of a file; 0 of everything else." })
  get sizeBytes(): number {
    return this.file.sizeBytes;
  }

  @Field(() => String, { nullable: true, description: "Where a link leads." })
  get target(): string | null {
    return this.file.target;
  }

  @Field(() => FileOrigin, { description: "Which image it is from." })
  get from(): string {
    return this.file.from;
  }
}

@ObjectType({ description: "What a container finds below a path when it starts." })
export class ContainerFiles {
  @Field(() => [ContainerFile], { description: "By path; as many as were asked for." })
  readonly files!: readonly ContainerFile[];

  @Field(() => Int, { description: "How many there are below the path." })
  readonly totalCount!: number;

  @Field(() => [String], {
    description:
      "Files that the base image has below the path and the container does not find, as the artifact is over them; as many as were asked for.",
  })
  readonly hidden!: readonly string[];
}
