# Counts local maxima above a threshold. Base R alone: Rscript peaks.R signal.csv 0.5
arguments <- commandArgs(trailingOnly = TRUE)
signal <- read.csv(arguments[1])
threshold <- as.numeric(arguments[2])

y <- signal$value
n <- length(y)
middle <- 2:(n - 1)
at <- middle[y[middle] > y[middle - 1] & y[middle] >= y[middle + 1] & y[middle] > threshold]
write.csv(signal[at, ], "peaks.csv", row.names = FALSE)

cat(sprintf('{"metric": {"peaks": %d}}\n', length(at)))
if (length(at) > 0) cat(sprintf('{"metric": {"highest": %.6g}}\n', max(y[at])))
