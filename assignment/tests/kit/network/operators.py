"""The ATen operators a graph may hold: pure functions of tensors, and in-place forms of them.

Nothing in `ALLOWED` reads files, draws random numbers, or reaches memory that its arguments do not
own (no `as_strided`, no `_reshape_alias`, no `set_`, no `from_file`); `operator_arguments.py`
refuses arguments with which some would. Names are those of `torch.ops.aten`; an in-place form
(`relu_`) is admitted wherever the plain one works element by element, because it replays on the
graph's own copies.
"""

import torch

WEIGHTED = frozenset({
    "addmm", "mm", "bmm", "baddbmm", "addbmm", "mv", "addmv", "dot", "vdot", "linear", "matmul",
    "convolution", "_convolution", "conv2d",
})  # fmt: skip

POOLINGS = frozenset({
    "max_pool2d_with_indices", "max_pool2d", "avg_pool2d", "_adaptive_avg_pool2d",
    "adaptive_avg_pool2d", "adaptive_max_pool2d", "amax", "max", "mean",
})  # fmt: skip

ACTIVATIONS = frozenset({  # what bends; no powers and roots, by which values are standardised
    "relu", "leaky_relu", "elu", "celu", "selu", "gelu", "silu", "mish", "sigmoid", "softplus",
    "hardtanh", "hardswish", "hardsigmoid", "threshold", "log_sigmoid_forward", "_prelu_kernel",
    "prelu", "relu6", "softshrink", "hardshrink", "glu", "rrelu_with_noise", "log_sigmoid", "tanh",
    "clamp", "clamp_min", "maximum", "fmax", "where", "atan", "sin", "erf", "masked_fill",
    "gt", "ge", "lt", "le", "minimum", "fmin", "clamp_max", "abs", "sign", "sgn", "exp", "exp2",
    "expm1", "log1p", "logaddexp", "logaddexp2", "cos", "sinh", "cosh", "asinh", "erfc",
    "heaviside", "sinc", "special_log_ndtr",
})  # fmt: skip

ARITHMETIC = {
    "abs", "acos", "add", "addcdiv", "addcmul", "asin", "atan", "atan2", "ceil", "clamp",
    "clamp_max", "clamp_min", "cos", "cosh", "div", "erf", "exp", "exp2", "expm1", "floor", "fmax",
    "fmin", "fmod", "log", "log10", "log1p", "log2", "logaddexp", "logaddexp2", "maximum",
    "minimum", "mul", "neg", "pow", "reciprocal", "remainder", "round", "rsqrt", "rsub", "sgn",
    "sign", "sin", "sinh", "sqrt", "square", "sub", "tan", "tanh", "trunc", "lerp", "frac",
    "nan_to_num", "hypot", "xlogy", "floor_divide", "acosh", "atanh", "copysign", "logit",
    "signbit", "special_entr", "special_xlog1py",
}  # fmt: skip
_SOFTMAXES = {
    "_softmax", "_log_softmax", "softmax", "log_softmax", "_safe_softmax",
}  # fmt: skip
_REDUCTIONS = {
    "sum", "mean", "max", "min", "amax", "amin", "logsumexp", "prod", "var", "std", "var_mean",
    "std_mean", "norm", "linalg_vector_norm", "cumsum", "logcumsumexp", "any", "all", "argmax",
    "argmin", "aminmax", "median", "count_nonzero",
}  # fmt: skip
COMPARISONS = {
    "eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_not", "logical_xor",
    "isnan", "isinf", "isfinite", "where", "masked_fill", "bitwise_and", "bitwise_or",
    "bitwise_not", "bitwise_xor", "isneginf", "isposinf",
}  # fmt: skip
SHAPES = {
    "view", "_unsafe_view", "reshape", "flatten", "permute", "transpose", "t",
    "unsqueeze", "squeeze", "expand", "expand_as", "cat", "stack", "split", "split_with_sizes",
    "chunk", "unsafe_split", "unbind", "select", "slice", "narrow", "repeat", "flip", "roll",
    "index_select", "index", "gather", "constant_pad_nd", "reflection_pad2d", "replication_pad2d",
    "clone", "contiguous", "alias", "detach", "lift_fresh", "lift_fresh_copy", "_to_copy", "to",
    "copy", "unfold", "im2col", "col2im", "diagonal", "tril", "triu", "movedim", "view_as",
    "slice_scatter", "select_scatter", "unflatten", "pixel_shuffle", "pixel_unshuffle", "rot90",
}  # fmt: skip
_FACTORIES = {
    "zeros", "ones", "full", "arange", "eye", "empty", "zeros_like", "ones_like", "full_like",
    "empty_like", "scalar_tensor", "new_zeros", "new_ones", "new_full", "new_empty", "linspace",
    "one_hot", "scatter", "empty_strided", "new_empty_strided",
}  # fmt: skip
_NETWORK = {
    "native_batch_norm", "_native_batch_norm_legit", "_native_batch_norm_legit_no_training",
    "_batch_norm_no_update", "batch_norm", "native_layer_norm", "native_group_norm",
    "_fused_rms_norm", "rms_norm", "upsample_nearest2d", "upsample_bilinear2d", "embedding",
    "_weight_norm_interface", "avg_pool3d",
}  # fmt: skip
_FOURIER = {"_fft_c2c", "_fft_c2r", "_fft_r2c", "angle", "complex", "view_as_real"}
_NOT_IN_PLACE = {
    "heaviside",  # autograd needs another operator in its place
    "rrelu_with_noise",  # it draws random numbers in training, which its name must tell
}
_IN_PLACE = {
    f"{name}_"
    for name in (ARITHMETIC | COMPARISONS | ACTIVATIONS) - _NOT_IN_PLACE
    if hasattr(torch.ops.aten, f"{name}_")
} | {
    "copy_", "detach_", "fill_", "index_put_", "squeeze_", "t_", "transpose_", "unsqueeze_",
    "zero_",
}  # fmt: skip

RANDOM = frozenset({
    "bernoulli", "bernoulli_", "native_dropout", "dropout", "rand", "rand_like", "randn",
    "randn_like", "randint", "randperm", "uniform_", "normal_", "normal", "multinomial",
    "feature_dropout", "alpha_dropout", "random_", "rrelu", "exponential_",
})  # fmt: skip

NOISE = frozenset({  # the random operators that a network may use in training
    "bernoulli", "bernoulli_", "native_dropout", "rand", "rand_like", "randn", "randn_like",
    "uniform_", "normal_", "normal", "exponential_",
})  # fmt: skip

ALLOWED = frozenset(
    ARITHMETIC | _SOFTMAXES | _REDUCTIONS | COMPARISONS | SHAPES | _FACTORIES | _NETWORK
    | _FOURIER | _IN_PLACE | WEIGHTED | POOLINGS | ACTIVATIONS
)  # fmt: skip
