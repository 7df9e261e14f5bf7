using ServiceRouter.Benchmarks;

// The one place that owns standard output: benches get it as a parameter.
#pragma warning disable RS0030
return await Bench.RunAsync(args, Console.Out, Console.Error);
#pragma warning restore RS0030
