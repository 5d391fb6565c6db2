/** The grids' workers, of grid 1 first: made up, and of every way to write a name. */
export const workerNames = (
  '张海燕 刘卫东 李建国 陈春雷 赵敏 孙晓红 徐立新 欧阳静 马文静 周丽华 高少华 周晓燕 朱宏伟 郭雪梅 韩磊 ' +
  '于亚男 吴俊杰 姜红梅 胡继东 黄文斌 冯玉洁 董志强 吕秀丽 许长青 邢冬梅 曹新民 崔佳慧 孟晓东 诸葛明 毕海涛'
).split(' ');

/** Who works for more than one grid: made up too. */
export const otherStaff = {
  dispatcher: '吴桐',
  officer: '周正',
  leader: '方国梁',
  head: '林秋兰',
  auditor: '程远',
  mediator: '何平安',
} as const;
