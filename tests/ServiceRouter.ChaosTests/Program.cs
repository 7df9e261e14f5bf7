using ServiceRouter.ChaosTests;
using ServiceRouter.ChaosTests.Running;
using Xunit.Runner.InProc.SystemConsole;

// The one place that owns standard output: the long form gets it as a parameter.
#pragma warning disable RS0030
return args is [NodeWithParts.Word, var parts, .. var settings] ? await NodeWithParts.RunAsync(parts, settings) : args is ["--long", .. var cases] ? await LongForm.RunAsync(cases, Console.Out, Console.Error) : await ConsoleRunner.Run(args);
#pragma warning restore RS0030
