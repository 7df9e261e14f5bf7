using Microsoft.Extensions.Options;

namespace ServiceRouter.Routing.Spaces;

/// <summary>A list that somebody asked for by name and that cannot be used stops the start: another list in its place would be a surprise.</summary>
internal sealed class SpacesOptionsValidator : IValidateOptions<SpacesOptions>
{
    public ValidateOptionsResult Validate(string? name, SpacesOptions options)
    {
        if (options.File is null)
            return ValidateOptionsResult.Success;
        if (!File.Exists(options.File))
            return ValidateOptionsResult.Fail($"Spaces:File: there is no file {options.File}");
        return SpacesFile.Read(options.File).Refusal is { } refusal
            ? ValidateOptionsResult.Fail($"Spaces:File: {options.File}: {refusal}")
            : ValidateOptionsResult.Success;
    }
}
