namespace ServiceRouter.Host.Commands;

/// <summary>Picks the command by its first words.</summary>
internal static class Command
{
    /// <returns>The exit code, or null when the words name no command: then the service starts.</returns>
    public static async Task<int?> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter log) => args switch
    {
        ["migrate", .. var rest] => await MigrateCommand.RunAsync(rest, log),
        ["flows", "check", .. var rest] => await FlowsCheckCommand.RunAsync(rest, output, log),
        ["verify-log", .. var rest] => await VerifyLogCommand.RunAsync(rest, output, log),
        ["anchor-log", .. var rest] => await AnchorLogCommand.RunAsync(rest, output),
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
        return 2;
    }
}
