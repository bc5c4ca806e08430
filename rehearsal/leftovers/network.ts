/** Networks and what filters their traffic. */
import { byCall, type Listing } from "./listing.ts";

/** The listings of this part. */
export const network: readonly Listing[] = [
  byCall("VPC", "ec2/vpc:Vpc", "ec2", "DescribeVpcs", "Vpcs", "VpcId"),
  byCall("subnet", "ec2/subnet:Subnet", "ec2", "DescribeSubnets", "Subnets", "SubnetId"),
  byCall(
    "internet gateway",
    "ec2/internetGateway:InternetGateway",
    "ec2",
    "DescribeInternetGateways",
    "InternetGateways",
    "InternetGatewayId",
  ),
  byCall("NAT gateway", "ec2/natGateway:NatGateway", "ec2", "DescribeNatGateways", "NatGateways", "NatGatewayId"),
  byCall("Elastic IP address", "ec2/eip:Eip", "ec2", "DescribeAddresses", "Addresses", "AllocationId"),
  byCall("route table", "ec2/routeTable:RouteTable", "ec2", "DescribeRouteTables", "RouteTables", "RouteTableId"),
  byCall("VPC endpoint", "ec2/vpcEndpoint:VpcEndpoint", "ec2", "DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId"),
  byCall(
    "security group",
    "ec2/securityGroup:SecurityGroup",
    "ec2",
    "DescribeSecurityGroups",
    "SecurityGroups",
    "GroupId",
  ),
  byCall("network ACL", "ec2/networkAcl:NetworkAcl", "ec2", "DescribeNetworkAcls", "NetworkAcls", "NetworkAclId"),
  byCall("flow log", "ec2/flowLog:FlowLog", "ec2", "DescribeFlowLogs", "FlowLogs", "FlowLogId"),
];
