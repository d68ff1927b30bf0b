/**
 * What every entry re-exports: classes, errors, operators, penalties, solvers. Not the methods: those are subpaths.
 * @module
 */
export { AliasTable } from "./arrays/alias.ts";
export type { BlockChoice, BlockShape } from "./arrays/blocks.ts";
export { type BsrInput, BsrMatrix, bsr } from "./arrays/bsr.ts";
export { type EncodeOptions, encodeFloats } from "./arrays/casts.ts";
export { type ActiveOptions, ColumnMatrix } from "./arrays/columns.ts";
export { type CooInput, coo } from "./arrays/coo.ts";
export { type CscInput, CscMatrix, csc } from "./arrays/csc.ts";
export { type CsrInput, CsrMatrix, csr, type SampledOptions } from "./arrays/csr.ts";
export { matrix, type TypeOption, vector } from "./arrays/dense.ts";
export { type FanInInput, FanInMatrix, fanin } from "./arrays/fanin.ts";
export { Fft, type FftOptions, fft } from "./arrays/fft.ts";
export type { FormatName, FormatOptions } from "./arrays/formats.ts";
export { Int8Matrix, type Int8Options, type Int8Parts, type Int8ProductOptions, int8 } from "./arrays/int8.ts";
export { LutMatrix, lut } from "./arrays/lut.ts";
export { LutColumns } from "./arrays/lutColumns.ts";
export type { LutLayout, LutOptions, LutParts } from "./arrays/lutParts.ts";
export { Matrix } from "./arrays/matrix.ts";
export { NMLutMatrix } from "./arrays/nmLut.ts";
export { NMMatrix, type NMOptions } from "./arrays/nm.ts";
export { Random, random } from "./arrays/random.ts";
export { type SparseMlp, sparseMlp } from "./arrays/sparseMlp.ts";
export { Vector } from "./arrays/vector.ts";
export * from "./core/errors.ts";
export { type RunOptions, type RunResult, run, runAsync, type State } from "./core/run.ts";
export type { Numbers, Real } from "./core/types.ts";
export type { Build, MemoryLimits } from "./kernels/engine.ts";
export type { Ordering } from "./kernels/choleskyStructure.ts";
export type { FloatCodes, FloatFormat } from "./kernels/cast.ts";
export { Instance } from "./kernels/instance.ts";
export type { Int8Product } from "./kernels/int8.ts";
export type { Bits, LutProduct } from "./kernels/lut.ts";
export type { Scale, Transposes, Triangle } from "./kernels/dense.ts";
export type { Activation, Epilogue } from "./kernels/maps.ts";
export type { KernelOptions } from "./kernels/pairs.ts";
export type { MemoryUse } from "./kernels/memory.ts";
export { Lanewise } from "./lanewise.ts";
export { BandedCholesky, bandedCholesky } from "./linalg/bandedCholesky.ts";
export { BlockDiagonalCholesky, blockDiagonalCholesky } from "./linalg/blockDiagonalCholesky.ts";
export { Cholesky, cholesky } from "./linalg/cholesky.ts";
export { Eigh, type EighOptions, eigh } from "./linalg/eigh.ts";
export { GrowingCholesky, growingCholesky, type GrowingOptions } from "./linalg/growingCholesky.ts";
export { type Inertia, LDL, ldl } from "./linalg/ldl.ts";
export { type BasisOptions, OrthonormalBasis, orthonormalBasis } from "./linalg/basis.ts";
export type { Metric, MetricOperator } from "./linalg/metric.ts";
export { type LeastSquares, type LeastSquaresOptions, leastSquares } from "./linalg/leastSquares.ts";
export { LU, lu, type LUSide } from "./linalg/lu.ts";
export {
  type Orthonormal,
  type OrthonormalizeOptions,
  type OrthonormalMethod,
  orthonormalize,
} from "./linalg/orthonormalize.ts";
export { convolve, type ConvolveOptions, correlate } from "./linalg/convolve.ts";
export { type DistanceOptions, gram, gramMatmul, type GramOptions, pairwiseDistances } from "./linalg/gram.ts";
export { type HadamardOptions, walshHadamard } from "./linalg/hadamard.ts";
export {
  IncompleteCholesky,
  type IncompleteCholeskyOptions,
  IncompleteLu,
  incompleteCholesky,
  incompleteLu,
} from "./linalg/incomplete.ts";
export { Jacobi, jacobi } from "./linalg/jacobi.ts";
export { Ssor, ssor } from "./linalg/ssor.ts";
export { type ColumnOrdering, SparseLu, type SparseLuOptions, sparseLu } from "./linalg/sparseLu.ts";
export { solveSparseTriangular } from "./linalg/sparseTriangular.ts";
export { type SparseVector, UpdatableCholesky } from "./linalg/updatableCholesky.ts";
export {
  analyzeCholesky,
  CholeskyAnalysis,
  SparseCholesky,
  type SparseCholeskyOptions,
  sparseCholesky,
} from "./linalg/sparseCholesky.ts";
export {
  type ColumnSource,
  type PivotedCholesky,
  type PivotedOptions,
  pivotedCholesky,
} from "./linalg/pivotedCholesky.ts";
export { randomWalks, type WalkOptions } from "./linalg/randomWalks.ts";
export {
  type NeighborOptions,
  type Neighbors,
  nearestNeighbors,
  type TopInnerProducts,
  topInnerProducts,
} from "./linalg/search.ts";
export { QR, type QROptions, type QSide, qr } from "./linalg/qr.ts";
export { expm, type Iterated, type Polar, polar, signm, sqrtm } from "./linalg/functions.ts";
export { type ComplexMatrix, Eig, type EigOptions, eig, realSchur, type Schur } from "./linalg/eig.ts";
export { type GeneralizedEigen, generalizedEigh, type HermitianEigen, hermitianEigh } from "./linalg/symmetric.ts";
export { pinv, Svd, type SvdOptions, svd } from "./linalg/svd.ts";
export { Tridiagonal, tridiagonal, tridiagonalCholesky } from "./linalg/tridiagonal.ts";
export { ActivationLayer } from "./nn/activation.ts";
export { Linear, type LinearGradients } from "./nn/linear.ts";
export { adjointBlock, applyBlock } from "./operators/block.ts";
export { adjointOf, dotTest, type LinearOperator, product, scaled, sum } from "./operators/linear.ts";
export { blockOperator, hstack, vstack } from "./operators/blocks.ts";
export { type Action, operator } from "./operators/custom.ts";
export { diagonal, identity } from "./operators/diagonal.ts";
export { gramOperator, type GramOperatorOptions } from "./operators/gram.ts";
export { alongMode, kronecker } from "./operators/kronecker.ts";
export { lowRank } from "./operators/lowRank.ts";
export { circulant, Toeplitz, toeplitz } from "./operators/toeplitz.ts";
export {
  conjugate,
  type Envelope,
  moreauEnvelope,
  type Part,
  scaledPenalty,
  separableSum,
  shiftedPenalty,
  tiltedPenalty,
} from "./prox/calculus.ts";
export { elasticNet } from "./prox/elasticNet.ts";
export { groupLasso, l2Norm, sparseGroupLasso } from "./prox/groups.ts";
export { l1 } from "./prox/l1.ts";
export { absoluteLoss, hingeLoss, huberLoss, logisticLoss, quantileLoss, squaredLoss } from "./prox/losses.ts";
export { percentileShrinkage, type Rank, type TopK, topK } from "./prox/select.ts";
export { box, l0Ball, l1Ball, l2Ball, nonNegative, simplex } from "./prox/sets.ts";
export { firm, l0, mcp, scad } from "./prox/shrinkage.ts";
export { slope } from "./prox/slope.ts";
export { nuclearNorm, rankBall, singularValueThreshold } from "./prox/spectral.ts";
export { fusedLasso, totalVariation } from "./prox/variation.ts";
export { weightedL1 } from "./prox/weightedL1.ts";
export type { Penalty } from "./prox/penalty.ts";
export {
  type AbsoluteDeviations,
  type AbsoluteDeviationsOptions,
  leastAbsoluteDeviations,
} from "./solvers/leastAbsoluteDeviations.ts";
export { type LinearProgram, type LinearProgramOptions, linearProgram } from "./solvers/linearProgram.ts";
export type { SimplexStatus } from "./solvers/simplex.ts";
export { lloyd, type LloydState } from "./solvers/lloyd.ts";
export { type IterNorm, type IterNormOptions, iterNorm } from "./solvers/iterNorm.ts";
export { newtonSchulz, type NewtonSchulzState } from "./solvers/newtonSchulz.ts";
export { type PowerState, powerSquaredNorm } from "./solvers/power.ts";
export { type LanczosOptions, type LanczosState, lanczos, type Which } from "./solvers/lanczos.ts";
export { type SvdsOptions, type SvdsState, svds } from "./solvers/svds.ts";
export { type RandomizedSvdOptions, randomizedSvd } from "./solvers/randomizedSvd.ts";
export { blockCoordinateDescent, type BlockOptions } from "./solvers/blockCoordinateDescent.ts";
export {
  coordinateDescent,
  type CoordinateOptions,
  type CoordinateState,
  type DescentOptions,
} from "./solvers/coordinateDescent.ts";
export {
  minimizeComposite,
  proximalGradient,
  type ProximalOptions,
  type ProximalState,
} from "./solvers/proximalGradient.ts";
export { type AdmmOptions, type AdmmState, admm, type GeneralizedOptions, minimizeSum } from "./solvers/admm.ts";
export {
  type AdmmConsensusOptions,
  admmConsensus,
  Consensus,
  type ConsensusBlock,
  type ConsensusOptions,
  type ConsensusState,
} from "./solvers/admmConsensus.ts";
export { type IrlsOptions, type IrlsState, irls, type RobustLoss } from "./solvers/irls.ts";
export { type LbfgsOptions, lbfgs } from "./solvers/lbfgs.ts";
export type { MinimumOptions, MinimumState } from "./solvers/minimum.ts";
export { type NewtonState, newtonCg } from "./solvers/newtonCg.ts";
export { minimizeProjected, type ProjectedOptions } from "./solvers/projectedGradient.ts";
export { LinearLoss, linearLoss, type LossName, type PointLoss, ridged, type Smooth } from "./solvers/smooth.ts";
export { bicgstab } from "./solvers/bicgstab.ts";
export { cg } from "./solvers/cg.ts";
export { type FgmresOptions, fgmres } from "./solvers/fgmres.ts";
export { type GmresOptions, gmres } from "./solvers/gmres.ts";
export type { DampedOptions, LeastSquaresState } from "./solvers/golubKahan.ts";
export { lsmr } from "./solvers/lsmr.ts";
export { lsqr } from "./solvers/lsqr.ts";
export { minres } from "./solvers/minres.ts";
export { type RefineOptions, type RefineState, refine } from "./solvers/refine.ts";
export type { FactorPrecision } from "./solvers/roundedFactor.ts";
export type { KrylovOptions, KrylovState, Preconditioner, StartOption } from "./solvers/system.ts";
