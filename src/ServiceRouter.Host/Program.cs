using System.Text;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Composition;

// The one place that owns standard input and output: commands get them as parameters.
#pragma warning disable RS0030
// UTF-8 whatever the terminal's locale says; bytes that are none become U+FFFD.
using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
await using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
var code = await Command.RunAsync(args, input, output, Console.Error) ?? await ServiceRouterApp.RunAsync(args, Console.Error);
await output.FlushAsync();
// A part that ends the process because it is not well has said so. Not a return: threads in the foreground of a part that was left behind (the job store's) would keep the process.
Environment.Exit(code == 0 ? Environment.ExitCode : code);
#pragma warning restore RS0030
