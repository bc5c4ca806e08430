/** The row of web ACLs' associations with load balancers and the like. */
import type { Row } from "../../row.ts";
import { text } from "../known.ts";
import { gone, scopeOf, waf, webAclOf } from "./shared.ts";

const type = "aws:wafv2/webAclAssociation:WebAclAssociation";
const source = "https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html";

/** Type `aws:wafv2/webAclAssociation:WebAclAssociation`, made in the emulator. A change of either side replaces it. */
export const webAclAssociation: Row = {
  type,
  required: ["resourceArn", "webAclArn"],
  replaceOn: ["resourceArn", "webAclArn"],
  deleteBeforeReplace: true,
  identify: ({ webAclArn, resourceArn }) => `${webAclArn},${resourceArn}`,
  create: {
    call: ({ webAclArn, resourceArn }) => waf("AssociateWebACL", { WebACLArn: webAclArn, ResourceArn: resourceArn }),
  },
  read: {
    call: (_id, { resourceArn }) => waf("GetWebACLForResource", { ResourceArn: resourceArn }),
    properties: ({ WebACL: found }, _id, { resourceArn }) => found && { webAclArn: found.ARN, resourceArn },
    gone,
  },
  delete: (_id, { resourceArn }) => [waf("DisassociateWebACL", { ResourceArn: resourceArn }, gone)],
  rules: [
    {
      source,
      check: ({ webAclArn, resourceArn }, _world, facts) => {
        if (scopeOf(webAclArn) === "CLOUDFRONT")
          return `the web ACL ${webAclArn} has the scope CLOUDFRONT: name it in the distribution's webAclId, and associate one of the scope REGIONAL`;
        const [, service, region] = /^arn:[\w-]+:(\w+):([\w-]*):/.exec(text(resourceArn) ?? "") ?? [];
        if (service === "cloudfront")
          return `the web ACL cannot be associated with ${resourceArn}: name it in the distribution's webAclId`;
        return region === undefined || region === facts.region
          ? undefined
          : `the resource ${resourceArn} is in ${region}: a web ACL protects what is in its own region, ${facts.region}`;
      },
    },
    {
      source,
      when: "creation",
      check: ({ webAclArn, resourceArn }, world) => {
        if (text(webAclArn) !== undefined && webAclOf(world, webAclArn) === undefined)
          return `the web ACL ${webAclArn} does not exist`;
        const balancers = world.all("aws:lb/loadBalancer:LoadBalancer");
        const isBalancer = /:loadbalancer\/app\//.test(text(resourceArn) ?? "");
        if (isBalancer && !balancers.some(({ properties }) => properties.arn === resourceArn))
          return `the load balancer ${resourceArn} does not exist`;
        const other = world.all(type).some(({ properties }) => properties.resourceArn === resourceArn);
        return other ? `the resource ${resourceArn} has a web ACL already: it takes one` : undefined;
      },
    },
  ],
};
