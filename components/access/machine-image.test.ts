import assert from "node:assert/strict";
import { amazonLinuxImage, architectureOf } from "./machine-image.ts";

describe("architectureOf", () => {
  const types = {
    arm64: [
      "t4g.nano",
      "m7gd.large",
      "c7gn.xlarge",
      "im4gn.large",
      "is4gen.large",
      "x2gd.medium",
      "g5g.xlarge",
      "a1.medium",
    ],
    x86_64: [
      "t3.nano",
      "t3a.micro",
      "m5.large",
      "g4dn.xlarge",
      "g6.xlarge",
      "c6in.large",
      "p5en.48xlarge",
      "u7i-12tb.224xlarge",
    ],
  } as const;
  for (const [architecture, names] of Object.entries(types)) {
    it(`finds ${architecture}`, () => {
      assert.deepEqual(
        names.map((name) => architectureOf(name)),
        names.map(() => architecture),
      );
    });
  }
});

describe("amazonLinuxImage", () => {
  it("EC2.24: names the parameter of Amazon Linux 2023, which has no paravirtual image, to look up at each launch", () => {
    assert.equal(
      amazonLinuxImage("t3.nano"),
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    );
  });
});
