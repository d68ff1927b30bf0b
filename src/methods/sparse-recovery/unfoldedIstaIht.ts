/**
 * Unfolded ISTA and IHT: as many steps of proximal gradient as there are layers, X = prox(X - a_t A'(AX - Y)), the step length a_t of each
 * learned from the true signals or from the objective 1/2 ||Y - AX||^2 + lambda ||X||_1 (or _0) alone.
 *
 * Nagahisa, Hayakawa and Iiguni, "Comparison between Supervised and Unsupervised Learning in Deep Unfolded Sparse Signal
 * Recovery" (2025), section III. arXiv:2509.01331
 *
 * The gradients are derived here, and the settings of the training are ours.
 * @module
 */
export { fista, iht, ista, type PlainOptions } from "./unfoldedIstaIht/plain.ts";
export { type TrainState, type TrainUnfoldedOptions, trainUnfolded } from "./unfoldedIstaIht/train.ts";
export { unfold, Unfolded, type UnfoldOptions } from "./unfoldedIstaIht/network.ts";
