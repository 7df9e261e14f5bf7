using Microsoft.Extensions.Options;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Commands;

/// <summary>Picks the command by its first words.</summary>
internal static class Command
{
    private const int NotDone = 2;

    /// <returns>The exit code (<see cref="NotDone"/> when it could not begin), or null when the words name no command: then the service starts.</returns>
    public static async Task<int?> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter log)
    {
        try
        {
            return await PickAsync(args, input, output, log);
        }
        catch (Exception e) when (WhyNot(e) is { Count: > 0 } reasons)
        {
            foreach (var reason in reasons) await log.WriteLineAsync(reason);
            return NotDone;
        }
    }

    /// <summary>What an operator can do something about; null for a defect, whose stack trace is wanted.</summary>
    private static IReadOnlyList<string>? WhyNot(Exception failure) => failure switch
    {
        // An address in use, a disk, a settings file that is no JSON. What the driver of the database throws is none of these, though one may be within it.
        StartRefusedException or IOException or UnauthorizedAccessException or InvalidDataException => [failure.Message],
        OptionsValidationException setting => [.. setting.Failures],
        AggregateException several when several.Flatten().InnerExceptions is var all && all.All(e => e is OptionsValidationException) => [.. all.SelectMany(e => ((OptionsValidationException)e).Failures)],
        _ when StorageFailure.IsRefusal(failure) => [$"The database refuses this: {failure.GetBaseException().Message}"],
        _ when StorageFailure.IsAway(failure) => [$"The database does not answer, or cannot do this: {failure.GetBaseException().Message}"],
        _ => null,
    };

    private static async Task<int?> PickAsync(string[] args, TextReader input, TextWriter output, TextWriter log) => args switch
    {
        ["migrate", .. var rest] => await MigrateCommand.RunAsync(rest, log),
        ["flows", "check", .. var rest] => await FlowsCheckCommand.RunAsync(rest, output, log),
        ["verify-log", .. var rest] => await VerifyLogCommand.RunAsync(rest, output, log),
        ["anchor-log", .. var rest] => await AnchorLogCommand.RunAsync(rest, output, log),
        ["export-log", .. var rest] => await ExportLogCommand.RunAsync(rest, output, log),
        ["verify-export", .. var rest] => await VerifyExportCommand.RunAsync(rest, output, log),
        ["drill", .. var rest] => await DrillCommand.RunAsync(rest, output, log),
        ["understand", .. var rest] => await UnderstandCommand.RunAsync(rest, input, output, log),
        ["phone", .. var rest] => await PhoneCommand.RunAsync(rest, input, output, log),
        ["spaces", "import", .. var rest] => await SpacesImportCommand.RunAsync(rest, input, output, log),
        [var word, ..] when !word.StartsWith('-') => Unknown(word, log),
        _ => null,
    };

    private static int Unknown(string word, TextWriter log)
    {
        log.WriteLine($"There is no command \"{word}\". ./run --help lists them.");
        return NotDone;
    }
}
