/** Optional peers, which may not be installed where this is compiled; peers.ts says what is used of them. */
declare module "bullmq";
declare module "ioredis";
