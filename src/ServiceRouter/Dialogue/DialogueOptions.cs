using Microsoft.Extensions.Options;

namespace ServiceRouter.Dialogue;

/// <summary>Where flows and fiches are; section <c>Flows</c>.</summary>
public sealed class DialogueOptions
{
    /// <summary>Folder of flows, fiches and skills; the one shipped beside the program when empty.</summary>
    public string Directory { get; set; } = "";

    internal string Folder => Directory.Length > 0 ? Directory : Path.Combine(AppContext.BaseDirectory, "flows");
}

internal sealed class DialogueOptionsValidator : IValidateOptions<DialogueOptions>
{
    public ValidateOptionsResult Validate(string? name, DialogueOptions options) =>
        System.IO.Directory.Exists(options.Folder)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Flows:Directory is {options.Folder}, and there is no such folder");
}
