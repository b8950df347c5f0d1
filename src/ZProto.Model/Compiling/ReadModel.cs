using ZProto.Model.Reading;

namespace ZProto.Model.Compiling;

/// <summary>A model that was read with its includes, by itself.</summary>
/// <param name="Input">Its file.</param>
/// <param name="Result">What reading it gave.</param>
internal sealed record ReadModel(CompilerInput Input, ModelResult Result)
{
    /// <summary>Reads a model.</summary>
    /// <param name="input">Its file.</param>
    /// <param name="files">The files that it may include.</param>
    public static ReadModel Create(CompilerInput input, ModelFiles files) => new(input, ModelReader.Read(input.File, files, input.Metadata.Framing));

    /// <summary>Reads a model that includes no file, so that what is read of it changes with its own alone; null where it includes some.</summary>
    /// <param name="input">Its file.</param>
    public static ReadModel? TryCreate(CompilerInput input)
    {
        var files = new ModelFiles([]);
        ReadModel read = Create(input, files);
        return files.WasAsked ? null : read;
    }
}
