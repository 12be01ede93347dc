export const CLUSTER_USAGE = `sedge cluster --input FILE --k K --epsilon E --output FILE [OPTION …]

Learns clusters of points, each of which is one simulated device with one vote a round, under user-level differential privacy: two
operators open noisy sums over public cells, and nothing else. What is written is as private as it says; the figures that
are printed are measured on the points themselves.

  --input FILE        points: CSV or CSV.gz, or columns apart by spaces; every column a number. A first row that is not all
                      numbers names the columns
  --output FILE       CSV of the clusters' centres, with the people of each to the noise; replaced if it exists
  --labels WHERE      right answers: a column of the input, or a file with one a line. Never learnt from; measures the result
  --k K               clusters to find, 1 to 256; not with dbscan
  --epsilon E         the privacy loss of all rounds together, against either operator
  --delta D           its failure probability; without it, the number of points to the power of -1.5
  --rounds R          most rounds; without it, as many as the points are worth
  --algorithm NAME    kmeans (the usual), or dbscan: density clusters over a noisy histogram, as many as there are
  --mode NAME         sums (the usual): the votes are added up as they are; full: every ballot, share, seal and proof, and both
                      operators. With the same seed the two agree to the last bit
  --bounds L,H        where points may lie, public: one pair for all features, or one for each with ; between. Without it the
                      bounds are estimated privately, to powers of two, for a tenth of the budget
  --seed S            the same result at every run. Whoever knows the seed can take the noise off; without it, the
                      system's random numbers
  --json              one line of JSON alone: inertia, silhouette, ari, accuracy, epsilon, delta, bytesPerDevice, msPerDevice,
                      clusters; null where there are no labels
  --help              this text

Points outside the bounds are told as if they lay on their edge. What cannot be read is refused in one sentence, "code: file, line",
with exit code 2, and nothing is written.`;
