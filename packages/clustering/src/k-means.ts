export { type KMeans, kMeans, type KMeansOptions } from "./lib/k-means/k-means.ts";
export {
  assign,
  type Assignment,
  type Centres,
  type PointSet,
  sizeOf,
  squaredDistance,
} from "./lib/k-means/point-set.ts";
